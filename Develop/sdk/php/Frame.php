<?php

declare(strict_types=1);

namespace BigHammer;

/** One frame of the worker protocol BHP/1: sixteen bytes, big-endian, then the payload. */
final class Frame
{
    public const MAGIC = 0xB1;
    public const HEADER = 16;
    public const MAX_PAYLOAD = 1048576;
    private const MAX_HEAD = 65536;
    /** Bodies are cut into pieces of this size. */
    public const BODY_PIECE = 65536;

    public const HELLO = 1;
    public const REQ = 2;
    public const RESP = 3;
    public const DATA = 4;
    private const MSG = 5;
    public const CANCEL = 6;
    public const PING = 8;
    public const PONG = 9;
    public const DRAIN = 10;
    public const EVENT = 11;

    public const END = 0x01;
    public const TEXT = 0x02;
    public const ONEWAY = 0x10;
    public const OPTIONAL = 0x40;

    public const ERROR_INTERNAL = 2;
    public const ERROR_CANCELLED = 4;

    public int $type;
    public int $flags;
    public int $stream;
    public int $arg;
    public string $payload;

    public function __construct(int $type, int $flags, int $stream, int $arg, string $payload)
    {
        $this->type = $type;
        $this->flags = $flags;
        $this->stream = $stream;
        $this->arg = $arg;
        $this->payload = $payload;
    }

    public static function pack(int $type, int $flags, int $stream, int $arg, string $payload): string
    {
        return pack('CCCCNNN', self::MAGIC, $type, $flags, 0, $stream, strlen($payload), $arg) . $payload;
    }

    /** Takes the first frame off the buffer, when it is there whole. */
    public static function takeFrom(string &$buffer): ?self
    {
        if (strlen($buffer) < self::HEADER) {
            return null;
        }
        $head = unpack('Cmagic/Ctype/Cflags/Ccodec/Nstream/Nlength/Narg', $buffer);
        $isUsual = $head['magic'] === self::MAGIC && $head['type'] === self::REQ && $head['codec'] === 0 && $head['stream'] !== 0
            && $head['arg'] <= $head['length'] && $head['arg'] <= self::MAX_HEAD && $head['length'] <= self::MAX_PAYLOAD;
        if (!$isUsual) {
            self::check($head);
        }
        $size = self::HEADER + $head['length'];
        if (strlen($buffer) < $size) {
            return null;
        }
        $payload = substr($buffer, self::HEADER, $head['length']);
        $buffer = strlen($buffer) === $size ? '' : substr($buffer, $size);
        return new self($head['type'], $head['flags'], $head['stream'], $head['arg'], $payload);
    }

    private static function check(array $head): void
    {
        ['magic' => $magic, 'type' => $type, 'length' => $length, 'arg' => $arg] = $head;
        if ($magic !== self::MAGIC) {
            throw new Disconnected('what came from the gateway is not a frame of BHP/1');
        }
        if ($length > self::MAX_PAYLOAD) {
            throw new Disconnected("a frame of $length bytes is longer than " . self::MAX_PAYLOAD);
        }
        if ($type < self::HELLO || $type > self::EVENT) {
            if (($head['flags'] & self::OPTIONAL) === 0) {
                throw new Disconnected("the gateway sent a frame of the unknown type $type");
            }
            return;
        }
        if ($head['codec'] !== 0) {
            throw new Disconnected("the gateway sent a head in the unknown codec {$head['codec']}");
        }
        $hasHead = $type === self::REQ || $type === self::RESP;
        $hasBody = $hasHead || $type === self::DATA || $type === self::MSG;
        $headLength = $hasHead ? $arg : ($hasBody ? 0 : $length);
        if ($headLength > $length || $headLength > self::MAX_HEAD || ($hasBody && $head['stream'] === 0)) {
            throw new Disconnected("the gateway sent a frame of type $type that is not right: stream {$head['stream']}, head $headLength, length $length");
        }
    }

    public function ends(): bool
    {
        return $this->has(self::END);
    }

    public function has(int $flag): bool
    {
        return ($this->flags & $flag) !== 0;
    }

    /** The JSON at the front of the payload. */
    public function head(int $length): array
    {
        $head = json_decode($length === strlen($this->payload) ? $this->payload : substr($this->payload, 0, $length), true);
        if (!is_array($head) || $length > strlen($this->payload)) {
            throw new Disconnected("the head of a frame of type {$this->type} is not a JSON object");
        }
        return $head;
    }
}
