<?php

declare(strict_types=1);

namespace BigHammer;

/** What a handler returned, made ready to be sent: a status, headers, and a body that is a string or comes in pieces. */
final class Answer
{
    private const JSON = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_LINE_TERMINATORS
        | JSON_PRESERVE_ZERO_FRACTION | JSON_THROW_ON_ERROR;
    private const REASONS = [
        200 => 'OK', 201 => 'Created', 202 => 'Accepted', 203 => 'Non-Authoritative Information', 204 => 'No Content',
        205 => 'Reset Content', 206 => 'Partial Content', 300 => 'Multiple Choices', 301 => 'Moved Permanently',
        302 => 'Found', 303 => 'See Other', 304 => 'Not Modified', 307 => 'Temporary Redirect', 308 => 'Permanent Redirect',
        400 => 'Bad Request', 401 => 'Unauthorized', 402 => 'Payment Required', 403 => 'Forbidden', 404 => 'Not Found',
        405 => 'Method Not Allowed', 406 => 'Not Acceptable', 408 => 'Request Timeout', 409 => 'Conflict', 410 => 'Gone',
        411 => 'Length Required', 412 => 'Precondition Failed', 413 => 'Content Too Large', 414 => 'URI Too Long',
        415 => 'Unsupported Media Type', 416 => 'Range Not Satisfiable', 417 => 'Expectation Failed',
        421 => 'Misdirected Request', 422 => 'Unprocessable Content', 423 => 'Locked', 424 => 'Failed Dependency',
        425 => 'Too Early', 426 => 'Upgrade Required', 428 => 'Precondition Required', 429 => 'Too Many Requests',
        431 => 'Request Header Fields Too Large', 451 => 'Unavailable For Legal Reasons', 500 => 'Internal Server Error',
        501 => 'Not Implemented', 502 => 'Bad Gateway', 503 => 'Service Unavailable', 504 => 'Gateway Timeout',
        507 => 'Insufficient Storage',
    ];

    private static bool $warned = false;

    public int $status;
    /** The JSON of its RESP frame. */
    public string $head;
    /** @var string|\Generator */
    public $body;
    private array $headers;

    /** @param string|\Generator $body */
    private function __construct(int $status, array $headers, $body)
    {
        if ($status < 200 || $status > 599) {
            throw new \UnexpectedValueException("a status is between 200 and 599, not $status");
        }
        $this->status = $status;
        $this->headers = $headers;
        $this->head = json_encode(['status' => $status, 'headers' => (object) $headers], self::JSON);
        $this->body = $status === 204 || $status === 304 ? '' : $body;
    }

    /** @param mixed $value what a handler returned */
    public static function of($value): self
    {
        if ($value === null) {
            return new self(204, [], '');
        }
        if (is_string($value)) {
            return new self(200, ['content-type' => 'text/plain; charset=utf-8'], $value);
        }
        if ($value instanceof \Generator || is_resource($value)) {
            return new self(200, ['content-type' => 'application/octet-stream'], self::pieces($value));
        }
        if (self::hasOnly($value, ['status', 'message', 'data'])) {
            return self::envelope($value['status'], $value['message'] ?? null, $value['data'] ?? null);
        }
        if (self::hasOnly($value, ['status', 'headers', 'body'])) {
            return new self($value['status'], self::lines($value['headers'] ?? []), self::raw($value['body'] ?? ''));
        }
        if (is_array($value) && array_key_exists('status', $value)) {
            self::warnOfShape($value);
        }
        return self::envelope(200, null, $value);
    }

    /** Once: it may be meant. */
    private static function warnOfShape(array $value): void
    {
        if (!self::$warned) {
            self::$warned = true;
            fwrite(STDERR, 'Warning: a handler returned ' . implode(', ', array_keys($value)) . ', which is sent as data of a 200.'
                . " An envelope has an integer status, message and data and nothing else; raw HTTP has status, headers and body.\n");
        }
    }

    /** The same for HEAD: it says how long the body would be, if that is known. */
    public function withoutBody(): self
    {
        $length = is_string($this->body) && $this->status !== 204 ? ['content-length' => (string) strlen($this->body)] : [];
        return new self($this->status, $this->headers + $length, '');
    }

    /**
     * @param mixed $message the reason phrase of the status when it is null
     * @param mixed $data
     */
    public static function envelope(int $status, $message = null, $data = null): self
    {
        $body = ['status' => $status, 'message' => $message ?? self::REASONS[$status] ?? '', 'data' => $data];
        return new self($status, ['content-type' => 'application/json; charset=utf-8'], json_encode($body, self::JSON));
    }

    /** @param mixed $value */
    private static function hasOnly($value, array $keys): bool
    {
        return is_array($value) && is_int($value['status'] ?? null) && !array_diff_key($value, array_flip($keys));
    }

    /** @param mixed $headers */
    private static function lines($headers): array
    {
        $lines = [];
        foreach ((array) $headers as $name => $value) {
            $lines[strtolower((string) $name)] = is_array($value) ? array_map('strval', array_values($value)) : (string) $value;
        }
        return $lines;
    }

    /**
     * @param mixed $body
     * @return string|\Generator
     */
    private static function raw($body)
    {
        if ($body instanceof \Generator || is_resource($body)) {
            return self::pieces($body);
        }
        if (is_array($body) || (is_object($body) && !method_exists($body, '__toString'))) {
            throw new \UnexpectedValueException("'body' is a string, a generator of strings or a stream; JSON goes into 'data'");
        }
        return (string) $body;
    }

    /**
     * @param \Generator|resource $source
     * @return \Generator<string>
     */
    private static function pieces($source): \Generator
    {
        if ($source instanceof \Generator) {
            yield from $source;
            return;
        }
        while (!feof($source)) {
            yield (string) fread($source, Frame::BODY_PIECE);
        }
        fclose($source);
    }
}
