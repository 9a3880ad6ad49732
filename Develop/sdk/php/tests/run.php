<?php

/* What only the PHP SDK does; the cases for all languages are in tests/conformance. Run with plain PHP: php run.php. The exit code is the number of failed tests, at most 100. */

declare(strict_types=1);

namespace BigHammer\Tests;

error_reporting(E_ALL);
require dirname(__DIR__) . '/Disconnected.php';
require dirname(__DIR__) . '/Frame.php';
require __DIR__ . '/Gateway.php';

function check(bool $holds, string $what): void
{
    if (!$holds) {
        throw new \RuntimeException("does not hold: $what");
    }
}

/** @param mixed $expected @param mixed $actual */
function same($expected, $actual): void
{
    check($expected === $actual, 'expected ' . var_export($expected, true) . ' but was ' . var_export($actual, true));
}

$failed = 0;
foreach (require __DIR__ . '/cases.php' as $name => [$service, $test]) {
    $gateway = new Gateway($service);
    try {
        $test($gateway);
        echo "ok      $name\n";
    } catch (\Throwable $failure) {
        $failed++;
        echo "FAILED  $name: {$failure->getMessage()} ({$failure->getTrace()[1]['line']})\n", $gateway->errors();
    } finally {
        $gateway->close();
    }
}
exit(min($failed, 100));
