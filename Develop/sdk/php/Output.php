<?php

declare(strict_types=1);

namespace BigHammer;

/** Puts the id of the request before each line that the service prints, so that the log tells whose it is. */
final class Output extends \php_user_filter
{
    private static string $prefix = '';
    /** @var array<string, bool> of stdout and stderr: whether the next byte begins a line */
    private static array $fresh = ['stdout' => true, 'stderr' => true];

    /** From now on it is known whose the output is. */
    public static function capture(): void
    {
        // With a size of 1 it is not kept back, but passed on at each echo.
        ob_start(static fn (string $text): string => self::mark('stdout', $text), 1);
        stream_filter_register('bighammer.output', self::class);
        stream_filter_append(STDERR, 'bighammer.output', STREAM_FILTER_WRITE);
        set_error_handler(static function (int $level, string $message, string $file, int $line): bool {
            if (error_reporting() & $level) {
                fwrite(STDERR, self::name($level) . ": $message in $file:$line\n");
            }
            return true;
        });
    }

    public static function of(string $request): void
    {
        self::$prefix = $request === '' ? '' : "[$request] ";
    }

    /** @param resource $in @param resource $out @param int $consumed @param bool $closing */
    public function filter($in, $out, &$consumed, $closing): int
    {
        while ($bucket = stream_bucket_make_writeable($in)) {
            $consumed += $bucket->datalen;
            $bucket->data = self::mark('stderr', $bucket->data);
            stream_bucket_append($out, $bucket);
        }
        return PSFS_PASS_ON;
    }

    private static function mark(string $stream, string $text): string
    {
        if (self::$prefix === '' || $text === '') {
            return $text;
        }
        $ended = substr($text, -1) === "\n";
        $lines = str_replace("\n", "\n" . self::$prefix, $ended ? substr($text, 0, -1) : $text);
        $marked = (self::$fresh[$stream] ? self::$prefix : '') . $lines . ($ended ? "\n" : '');
        self::$fresh[$stream] = $ended;
        return $marked;
    }

    private static function name(int $level): string
    {
        switch ($level) {
            case E_WARNING:
            case E_USER_WARNING:
                return 'Warning';
            case E_DEPRECATED:
            case E_USER_DEPRECATED:
                return 'Deprecated';
            case E_NOTICE:
            case E_USER_NOTICE:
                return 'Notice';
            default:
                return 'Error';
        }
    }
}
