<?php

declare(strict_types=1);

namespace BigHammer;

/** One call of another service through the gateway: a stream that the worker opens. */
final class ServiceCall
{
    /** The error codes that say that nothing was begun. */
    private const NOT_BEGUN = [3, 8, 11];

    private static int $lastStream = 0;

    private Connection $connection;
    /** @var callable(?Frame): void hears the frames of other streams; throws when this call is to be given up */
    private $heard;
    private int $stream;
    private bool $open = true;
    private int $status = 0;
    private array $headers = [];
    private string $body = '';

    public function __construct(Connection $connection, callable $heard)
    {
        $this->connection = $connection;
        $this->heard = $heard;
        $this->stream = self::$lastStream += 2;
    }

    /** @throws CallFailed */
    public function run(array $head, string $body): ServiceAnswer
    {
        try {
            $this->send($head, $body);
            while ($this->open) {
                $this->take($this->connection->read());
            }
        } catch (Cancelled $end) {
            $this->connection->write(Frame::CANCEL, 0, $this->stream, Frame::ERROR_CANCELLED);
            throw $end;
        }
        return new ServiceAnswer($this->status, $this->headers, $this->body);
    }

    private function send(array $head, string $body): void
    {
        $json = json_encode($head, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
        $length = strlen($body);
        $end = $length <= Frame::BODY_PIECE ? Frame::END : 0;
        $this->connection->write(Frame::REQ, $end, $this->stream, strlen($json), $json . substr($body, 0, Frame::BODY_PIECE));
        for ($sent = Frame::BODY_PIECE; $sent < $length && $this->open; $sent += Frame::BODY_PIECE) {
            while ($this->open && ($frame = $this->connection->readNow()) !== null) {
                $this->take($frame);
            }
            $end = $sent + Frame::BODY_PIECE >= $length ? Frame::END : 0;
            $this->connection->write(Frame::DATA, $end, $this->stream, 0, substr($body, $sent, Frame::BODY_PIECE));
        }
    }

    private function take(?Frame $frame): void
    {
        if ($frame === null || $frame->stream !== $this->stream) {
            ($this->heard)($frame);
            return;
        }
        if ($frame->type === Frame::CANCEL) {
            $reason = $frame->payload !== '' ? $frame->payload : "the gateway broke the call off, error {$frame->arg}";
            throw in_array($frame->arg, self::NOT_BEGUN, true) ? new Refused($reason) : new CallFailed($reason);
        }
        if ($frame->type === Frame::RESP) {
            $head = $frame->head($frame->arg);
            $this->status = $head['status'];
            $this->headers = $head['headers'] ?? [];
            $this->body = substr($frame->payload, $frame->arg);
        } elseif ($frame->type === Frame::DATA) {
            $this->body .= $frame->payload;
        }
        $this->open = !$frame->ends();
    }
}
