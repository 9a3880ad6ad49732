<?php

declare(strict_types=1);

namespace BigHammer;

/** Nobody waits for the answer any more. Thrown into a handler that reads its request's body. */
final class Cancelled extends \RuntimeException
{
}
