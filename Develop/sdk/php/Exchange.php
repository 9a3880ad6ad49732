<?php

declare(strict_types=1);

namespace BigHammer;

/** One request and its answer: a stream of the connection. */
final class Exchange
{
    /** With more of the body than this not read by the handler, the rest stays in the socket. */
    private const MOST_WAITING = 1048576;

    public int $stream;
    private Connection $connection;
    private Frame $request;
    /** @var callable(Frame): void hears every frame that arrives meanwhile */
    private $heard;
    private string $name = '';
    private bool $running = false;
    private bool $requestEnded;
    private bool $answerEnded = false;
    private bool $cancelled = false;
    /** @var string[] of the body, received while something else was waited for */
    private array $pieces = [];
    private int $piecesLength = 0;

    public function __construct(Connection $connection, Frame $request, callable $heard)
    {
        $this->connection = $connection;
        $this->request = $request;
        $this->heard = $heard;
        $this->stream = $request->stream;
        $this->requestEnded = $request->ends();
    }

    /** What there is before the first request: one that is over. */
    public static function none(Connection $connection): self
    {
        $none = new self($connection, new Frame(Frame::REQ, Frame::END, 0, 0, ''), static function (): void {
        });
        $none->answerEnded = true;
        return $none;
    }

    /** Whether nothing more will be sent or received for it. */
    public function closed(): bool
    {
        return $this->requestEnded && $this->answerEnded;
    }

    public function run(ServiceFile $service): void
    {
        $this->running = true;
        $head = $this->request->head($this->request->arg);
        $this->name = "request {$head['id']} {$head['method']} {$head['path']}";
        Output::of((string) $head['id']);
        try {
            $this->send($this->ask($service, $head));
        } catch (Cancelled $end) {
            $this->cancel(Frame::ERROR_CANCELLED);
            // It may hold what the handler made, which shall clean up while the output is still this request's.
            $end = null;
        }
        $this->running = false;
        $this->pieces = [];
        Output::of('');
    }

    /** A frame of this stream that came after the request's head. */
    public function hear(Frame $frame): void
    {
        if ($frame->type === Frame::DATA) {
            $this->requestEnded = $this->requestEnded || $frame->ends();
            if ($this->running && $frame->payload !== '') {
                $this->pieces[] = $frame->payload;
                $this->piecesLength += strlen($frame->payload);
            }
        } elseif ($frame->type === Frame::CANCEL && !$this->closed()) {
            $this->cancelled = true;
            if (!$this->running) {
                $this->cancel(Frame::ERROR_CANCELLED);
            }
        }
    }

    private function ask(ServiceFile $service, array $head): Answer
    {
        try {
            $name = (string) ($head['target'] ?? 'handle');
            $target = $service->target($name);
            if ($target === null) {
                fwrite(STDERR, "404: the service has no public method $name; it has " . implode(', ', $service->names()) . "\n");
                return Answer::envelope(404);
            }
            $answer = Answer::of($target(new Request($head, $this->body(), $this, $this->request->has(Frame::TEXT))));
            if (($head['method'] ?? '') === 'HEAD') {
                return $answer->withoutBody();
            }
            if ($answer->body instanceof \Generator) {
                // Runs it to its first piece, so that what fails at once is still a 500.
                $answer->body->valid();
            }
            return $answer;
        } catch (Cancelled | Disconnected $end) {
            throw $end;
        } catch (\Throwable $failure) {
            $this->complain($failure);
            return Answer::envelope(500);
        }
    }

    /** The request's body, piece by piece as it comes in. */
    private function body(): \Generator
    {
        $first = substr($this->request->payload, $this->request->arg);
        $this->request->payload = '';
        if ($first !== '') {
            yield $first;
        }
        while ($this->pieces !== [] || !$this->requestEnded) {
            $this->failIfCancelled();
            if ($this->pieces === []) {
                $this->pass($this->connection->read());
                continue;
            }
            $piece = array_shift($this->pieces);
            $this->piecesLength -= strlen($piece);
            yield $piece;
        }
    }

    /** Asks another service on behalf of this request. */
    public function call(array $head, string $body): ServiceAnswer
    {
        $this->failIfCancelled();
        return (new ServiceCall($this->connection, [$this, 'pass']))->run($head + ['parent' => $this->stream], $body);
    }

    /** Hands on a frame that came while this exchange waited, and ends the handler when it is the CANCEL of this stream. */
    public function pass(?Frame $frame): void
    {
        if ($frame !== null) {
            ($this->heard)($frame);
        }
        $this->failIfCancelled();
    }

    private function send(Answer $answer): void
    {
        $this->failIfCancelled();
        $head = $answer->head;
        if (is_string($answer->body) && strlen($answer->body) <= Frame::BODY_PIECE) {
            $this->write(Frame::RESP, true, $head . $answer->body, strlen($head));
            return;
        }
        $this->write(Frame::RESP, false, $head, strlen($head));
        try {
            if (is_string($answer->body)) {
                $this->sendPiece($answer->body);
            } else {
                // Not foreach: it refuses a generator that ended before its first piece.
                for (; $answer->body->valid(); $answer->body->next()) {
                    $this->sendPiece($answer->body->current());
                }
            }
            $this->write(Frame::DATA, true);
        } catch (Cancelled | Disconnected $end) {
            throw $end;
        } catch (\Throwable $failure) {
            // The head is out: breaking off is the only way left to say that it failed.
            $this->complain($failure);
            $this->cancel(Frame::ERROR_INTERNAL);
        }
    }

    /** @param mixed $piece */
    private function sendPiece($piece): void
    {
        if (!is_string($piece)) {
            throw new \UnexpectedValueException('a generator of a body yields strings, not ' . gettype($piece));
        }
        for ($sent = 0, $length = strlen($piece); $sent < $length; $sent += Frame::BODY_PIECE) {
            while ($this->piecesLength < self::MOST_WAITING && ($frame = $this->connection->readNow()) !== null) {
                $this->pass($frame);
            }
            $this->write(Frame::DATA, false, $length <= Frame::BODY_PIECE ? $piece : substr($piece, $sent, Frame::BODY_PIECE));
        }
    }

    private function write(int $type, bool $last, string $payload = '', int $arg = 0): void
    {
        $this->connection->write($type, $last ? Frame::END : 0, $this->stream, $arg, $payload);
        $this->answerEnded = $last;
    }

    private function cancel(int $error): void
    {
        $this->connection->write(Frame::CANCEL, 0, $this->stream, $error);
        $this->requestEnded = $this->answerEnded = true;
    }

    private function failIfCancelled(): void
    {
        if ($this->cancelled) {
            throw new Cancelled('nobody waits for this answer any more');
        }
    }

    private function complain(\Throwable $failure): void
    {
        fwrite(STDERR, "$this->name: $failure\n");
    }
}
