<?php

declare(strict_types=1);

namespace BigHammer;

/** Another service was not called: there is none of that name, it would be a cycle, or it has no room. */
final class Refused extends \RuntimeException
{
}
