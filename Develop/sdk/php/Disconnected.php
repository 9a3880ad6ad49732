<?php

declare(strict_types=1);

namespace BigHammer;

/** The connection to the gateway is gone, or what came over it is not the protocol. */
final class Disconnected extends \RuntimeException
{
}
