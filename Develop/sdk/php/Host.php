<?php

declare(strict_types=1);

namespace BigHammer;

/** Answers the gateway's requests with a service, one at a time, for as long as the connection lasts. */
final class Host
{
    private const LEAVE_SECONDS = 2;

    private Connection $connection;
    private ServiceFile $service;
    private Exchange $exchange;
    private LoadedFiles $files;
    private bool $draining = false;
    private bool $gatewayKnows = false;

    public function __construct(Connection $connection, ServiceFile $service)
    {
        $this->connection = $connection;
        $this->service = $service;
        $this->exchange = Exchange::none($connection);
        $this->files = new LoadedFiles($connection);
    }

    /** @return int the exit code of the process */
    public static function main(string $path): int
    {
        Output::capture();
        try {
            // Before HELLO, so that a service that does not load is never given a request.
            $service = ServiceFile::load($path);
        } catch (NoService $failure) {
            fwrite(STDERR, $failure->getMessage() . "\n");
            return 1;
        } catch (\Throwable $failure) {
            fwrite(STDERR, "$failure\n");
            return 1;
        }
        if (getenv('BIGHAMMER_SOCKET') === false) {
            echo "$path is a service: it loads, and serves when the gateway starts it.\n";
            return 0;
        }
        try {
            $host = new self(Connection::to((string) getenv('BIGHAMMER_SOCKET')), $service);
            $host->hello();
            $host->serve();
            return 0;
        } catch (Disconnected $end) {
            fwrite(STDERR, $end->getMessage() . "\n");
            return 1;
        }
    }

    private function hello(): void
    {
        $this->connection->write(Frame::HELLO, 0, 0, 0, json_encode([
            'proto' => [1, 1],
            'service' => (string) getenv('BIGHAMMER_SERVICE'),
            'instance' => (int) getenv('BIGHAMMER_INSTANCE'),
            'generation' => (int) getenv('BIGHAMMER_GENERATION'),
            'pid' => getmypid(),
            'token' => (string) getenv('BIGHAMMER_TOKEN'),
            'lang' => 'php ' . PHP_VERSION,
            'sdk' => '1',
            'max_streams' => 1,
            'max_frame' => Frame::MAX_PAYLOAD,
            'window' => 0,
        ]));
        // The token is good once; what the service starts itself has no use for it.
        putenv('BIGHAMMER_TOKEN');
        do {
            $answer = $this->connection->read();
        } while ($answer === null);
        if ($answer->type !== Frame::HELLO) {
            throw new Disconnected('the gateway refuses this worker: ' . ($answer->payload ?: 'it did not say HELLO'));
        }
    }

    /** Returns when the gateway has said DRAIN or the process was sent SIGTERM, and what ran is finished. */
    public function serve(): void
    {
        if (function_exists('pcntl_async_signals')) {
            pcntl_async_signals(true);
            pcntl_signal(SIGTERM, function (): void {
                $this->draining = true;
            }, false);
        }
        $this->files->tell();
        while (!$this->draining || !$this->exchange->closed()) {
            $frame = $this->connection->read();
            if ($frame !== null && $frame->type === Frame::REQ) {
                $this->exchange = new Exchange($this->connection, $frame, [$this, 'hear']);
                $this->exchange->run($this->service);
                $this->files->tell();
            } elseif ($frame !== null) {
                $this->hear($frame);
            }
        }
        $this->leave();
    }

    /** Says which request was the last, and closes when the gateway has heard it: before, it may be sending the next one. */
    private function leave(): void
    {
        $this->connection->write(Frame::DRAIN, 0, 0, $this->exchange->stream);
        $giveUp = time() + self::LEAVE_SECONDS;
        while (!$this->gatewayKnows && time() <= $giveUp) {
            $frame = $this->connection->read();
            $this->gatewayKnows = $frame !== null && $frame->type === Frame::DRAIN;
        }
        $this->connection->close();
    }

    /** Deals with a frame that is no new request, between two requests or in the middle of one. */
    public function hear(Frame $frame): void
    {
        switch ($frame->type) {
            case Frame::PING:
                $pong = ['rss' => self::residentBytes(), 'in_flight' => $this->exchange->closed() ? 0 : 1];
                $this->connection->write(Frame::PONG, 0, 0, $frame->arg, json_encode($pong));
                break;
            case Frame::DRAIN:
                $this->draining = $this->gatewayKnows = true;
                break;
            case Frame::DATA:
            case Frame::CANCEL:
                if ($frame->stream === $this->exchange->stream) {
                    $this->exchange->hear($frame);
                }
                break;
            default:
                // Nothing else concerns a worker that takes one request at a time: late answers to calls that were given up,
                // and what is OPTIONAL.
        }
    }

    private static function residentBytes(): int
    {
        $pages = explode(' ', (string) @file_get_contents('/proc/self/statm'))[1] ?? null;
        return $pages === null ? memory_get_usage(true) : (int) $pages * 4096;
    }
}
