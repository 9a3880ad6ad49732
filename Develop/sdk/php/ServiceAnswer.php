<?php

declare(strict_types=1);

namespace BigHammer;

/** What another service answered. A service that failed has answered, too: with 502, 503 or 504. */
final class ServiceAnswer
{
    public int $status;
    /** @var array<string, string|string[]> names in lower case */
    public array $headers;
    public string $body;

    public function __construct(int $status, array $headers, string $body)
    {
        $this->status = $status;
        $this->headers = $headers;
        $this->body = $body;
    }

    /** The value of a header, whatever the case of the name; several values are joined by a comma. */
    public function header(string $name, ?string $default = null): ?string
    {
        $value = $this->headers[strtolower($name)] ?? $default;
        return is_array($value) ? implode(', ', $value) : $value;
    }

    /** @return mixed the body read as JSON, objects as arrays; null when it is none */
    public function json()
    {
        return json_decode($this->body, true);
    }
}
