<?php

declare(strict_types=1);

namespace BigHammer;

/** A file that is no service; the message says what to change. */
final class NoService extends \Exception
{
}
