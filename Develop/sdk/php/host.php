<?php

/*
 * Started by the gateway for each worker of a PHP service:
 *
 *     php host.php /path/of/service.php
 *
 * Loads the service, connects to the workers' door and answers requests until the gateway ends the connection.
 */

declare(strict_types=1);

namespace BigHammer;

foreach ([
    'Frame', 'Disconnected', 'Cancelled', 'CallFailed', 'Refused', 'NoService', 'Connection', 'Output', 'LoadedFiles', 'ServiceAnswer', 'ServiceCall',
    'Request', 'Answer', 'ServiceFile', 'Exchange', 'Host',
] as $class) {
    require __DIR__ . "/$class.php";
}

if ($argc !== 2) {
    fwrite(STDERR, "usage: php host.php /path/of/service.php\n");
    exit(2);
}

exit(Host::main($argv[1]));
