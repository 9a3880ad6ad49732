<?php

declare(strict_types=1);

namespace BigHammer;

/** A call of another service came to no answer; the message says why. */
class CallFailed extends \RuntimeException
{
}
