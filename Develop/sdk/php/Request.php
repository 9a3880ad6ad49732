<?php

declare(strict_types=1);

namespace BigHammer;

/**
 * What a handler gets. Each value can be read as a property and as an array element: id, method, path, query, query_string,
 * headers, params, body, json, client, door, handler, event, connection, binary, code.
 *
 * @property-read string $id
 * @property-read string $method upper case
 * @property-read string $path decoded, without the query
 * @property-read array<string, string|string[]> $query decoded; a name that comes more than once has a list
 * @property-read string $query_string as the client sent it
 * @property-read array<string, string|string[]> $headers names in lower case
 * @property-read array<string, string> $params what the route's {name} parts matched
 * @property-read string $body the whole body
 * @property-read mixed $json the body read as JSON, objects as arrays; null when it is none
 * @property-read string $client the client's address
 * @property-read string $door http, websocket, tcp or socket
 * @property-read string $handler what the route says
 * @property-read ?string $event open, message or close, when it is a message of a WebSocket; null in a request
 * @property-read ?string $connection the id of the WebSocket
 * @property-read bool $binary whether the message is binary; a text is UTF-8
 * @property-read ?int $code of the event close: the close code; the body is the reason
 */
final class Request implements \ArrayAccess, \JsonSerializable
{
    private const IN_HEAD = ['id' => '', 'method' => 'GET', 'path' => '/', 'headers' => [], 'params' => [],
        'client' => '', 'door' => '', 'handler' => '', 'event' => null, 'connection' => null, 'code' => null];

    private array $values;
    private \Generator $pieces;
    private bool $streamed = false;
    private Exchange $exchange;

    /**
     * @param \Generator $pieces the body as it comes in
     * @param Exchange $exchange makes the calls of other services
     * @param bool $text whether it is a text message of a WebSocket
     */
    public function __construct(array $head, \Generator $pieces, Exchange $exchange, bool $text = false)
    {
        $this->exchange = $exchange;
        $this->values = array_intersect_key($head, self::IN_HEAD) + self::IN_HEAD;
        $this->values['query_string'] = $head['query'] ?? '';
        $this->values['binary'] = $this->values['event'] === 'message' && !$text;
        $this->pieces = $pieces;
    }

    /** The value of a header, whatever the case of the name; several values are joined by a comma. */
    public function header(string $name, ?string $default = null): ?string
    {
        $value = $this->values['headers'][strtolower($name)] ?? $default;
        return is_array($value) ? implode(', ', $value) : $value;
    }

    /**
     * The body piece by piece, for one that need not be in memory as a whole.
     *
     * @return \Generator<string>
     */
    public function stream(): \Generator
    {
        if (array_key_exists('body', $this->values)) {
            yield $this->values['body'];
            return;
        }
        if ($this->streamed) {
            throw new \LogicException('the body has been read by stream() before; it can be read once');
        }
        $this->streamed = true;
        yield from $this->pieces;
    }

    /**
     * Calls another service through the gateway, with this request's id and what is left of its time.
     *
     * @param array $options method, query (a string or an array), headers, body or json, handler, timeout in seconds
     * @throws Refused when the service has not begun with it
     * @throws CallFailed when it came to no answer otherwise
     */
    public function call(string $service, string $path = '/', array $options = []): ServiceAnswer
    {
        $query = $options['query'] ?? '';
        $headers = array_change_key_case($options['headers'] ?? []);
        if (array_key_exists('json', $options)) {
            $headers += ['content-type' => 'application/json'];
            $options['body'] = json_encode($options['json'], JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
        }
        $head = ['service' => $service, 'method' => $options['method'] ?? 'GET', 'path' => $path,
            'query' => is_array($query) ? http_build_query($query) : $query, 'headers' => (object) $headers];
        $head += isset($options['handler']) ? ['handler' => $options['handler']] : [];
        $head += isset($options['timeout']) ? ['timeout_ms' => (int) ($options['timeout'] * 1000)] : [];
        return $this->exchange->call($head, (string) ($options['body'] ?? ''));
    }

    public function __get(string $name)
    {
        if (array_key_exists($name, $this->values)) {
            return $this->values[$name];
        }
        switch ($name) {
            case 'query':
                return $this->values['query'] = self::parseQuery($this->values['query_string']);
            case 'body':
                return $this->values['body'] = implode('', iterator_to_array($this->stream(), false));
            case 'json':
                return $this->values['json'] = json_decode($this->body, true);
            default:
                trigger_error("a request has no value '$name'", E_USER_WARNING);
                return null;
        }
    }

    public function __isset(string $name): bool
    {
        return in_array($name, ['query', 'body', 'json'], true) ? $this->__get($name) !== null : isset($this->values[$name]);
    }

    #[\ReturnTypeWillChange]
    public function offsetGet($name)
    {
        return $this->__get((string) $name);
    }

    public function offsetExists($name): bool
    {
        return $this->__isset((string) $name);
    }

    public function offsetSet($name, $value): void
    {
        throw new \LogicException('a request cannot be changed');
    }

    public function offsetUnset($name): void
    {
        throw new \LogicException('a request cannot be changed');
    }

    public function toArray(): array
    {
        $all = [];
        foreach (['id', 'method', 'path', 'query', 'headers', 'params', 'body', 'json', 'client', 'door', 'handler'] as $name) {
            $all[$name] = $this->__get($name);
        }
        return $all;
    }

    public function jsonSerialize(): array
    {
        return $this->toArray();
    }

    /** Unlike parse_str it changes no names, so that a service reads the same query in every language. */
    private static function parseQuery(string $query): array
    {
        $values = [];
        foreach (explode('&', $query) as $pair) {
            if ($pair === '') {
                continue;
            }
            [$name, $value] = array_map('urldecode', explode('=', $pair, 2)) + [1 => ''];
            $values[$name] = isset($values[$name]) ? array_merge((array) $values[$name], [$value]) : $value;
        }
        return $values;
    }
}
