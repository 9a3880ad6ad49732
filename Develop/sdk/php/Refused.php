<?php

declare(strict_types=1);

namespace BigHammer;

/** The other service has not begun with the call: there is none of that name, it would be a cycle, or it has no room. */
final class Refused extends CallFailed
{
}
