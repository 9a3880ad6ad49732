<?php

declare(strict_types=1);

namespace BigHammer;

/** Frames over one stream socket. The socket does not block; this class waits with stream_select, which a signal ends. */
final class Connection
{
    private const CONNECT_SECONDS = 5.0;
    /** A signal that comes just before the wait begins is noticed after this time. */
    private const WAIT_SECONDS = 5;

    /** @var resource */
    private $socket;
    private string $received = '';

    /** @param resource $socket */
    public function __construct($socket)
    {
        stream_set_blocking($socket, false);
        // PHP reads 8 KiB at a time unless told otherwise: half the throughput of large bodies.
        stream_set_chunk_size($socket, Frame::BODY_PIECE + Frame::HEADER);
        stream_set_read_buffer($socket, 0);
        $this->socket = $socket;
    }

    /** @param string $address a socket file or tcp://host:port */
    public static function to(string $address): self
    {
        $url = strpos($address, '://') === false ? "unix://$address" : $address;
        $socket = @stream_socket_client($url, $code, $reason, self::CONNECT_SECONDS);
        if ($socket === false) {
            throw new Disconnected("cannot connect to the gateway at $address: $reason");
        }
        return new self($socket);
    }

    /** Waits for the next frame; null when a signal or a pause ended the wait. */
    public function read(): ?Frame
    {
        return $this->take() ?? $this->takeWithin(self::WAIT_SECONDS);
    }

    /** The next frame if it has arrived already. */
    public function readNow(): ?Frame
    {
        return $this->take() ?? $this->takeWithin(0);
    }

    public function write(int $type, int $flags, int $stream, int $arg = 0, string $payload = ''): void
    {
        $bytes = Frame::pack($type, $flags, $stream, $arg, $payload);
        while (true) {
            $written = @fwrite($this->socket, $bytes);
            if ($written === strlen($bytes)) {
                return;
            }
            if ($written === false) {
                throw new Disconnected('the gateway closed the connection');
            }
            $bytes = substr($bytes, $written);
            $this->wait(true, self::WAIT_SECONDS);
        }
    }

    public function close(): void
    {
        fclose($this->socket);
    }

    private function wait(bool $toWrite, int $seconds): bool
    {
        $read = $toWrite ? null : [$this->socket];
        $write = $toWrite ? [$this->socket] : null;
        $none = null;
        return (bool) @stream_select($read, $write, $none, $seconds);
    }

    private function fill(): void
    {
        $bytes = @fread($this->socket, Frame::BODY_PIECE + Frame::HEADER);
        if ($bytes === false || ($bytes === '' && feof($this->socket))) {
            throw new Disconnected('the gateway closed the connection');
        }
        $this->received .= $bytes;
    }

    private function takeWithin(int $seconds): ?Frame
    {
        if (!$this->wait(false, $seconds)) {
            return null;
        }
        $this->fill();
        return $this->take();
    }

    private function take(): ?Frame
    {
        return $this->received === '' ? null : Frame::takeFrom($this->received);
    }
}
