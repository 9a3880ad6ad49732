<?php

declare(strict_types=1);

namespace BigHammer\Tests;

use BigHammer\Frame;

/** The gateway's side of the protocol, written without the SDK's code, with a real worker process at the other end. */
final class Gateway
{
    /** @var resource */
    private $door;
    /** @var resource */
    private $process;
    /** @var resource */
    public $worker;
    private string $folder;
    private int $stream = 1;

    public function __construct(string $service)
    {
        $this->folder = sys_get_temp_dir() . '/bhp' . bin2hex(random_bytes(6));
        mkdir($this->folder);
        $this->door = stream_socket_server("unix://$this->folder/door", $code, $reason);
        $environment = ['BIGHAMMER_SOCKET' => "$this->folder/door", 'BIGHAMMER_TOKEN' => 'token',
            'BIGHAMMER_SERVICE' => 'tested', 'BIGHAMMER_INSTANCE' => '2', 'BIGHAMMER_GENERATION' => '7'];
        $pipes = [['pipe', 'r'], ['file', "$this->folder/out", 'w'], ['file', "$this->folder/err", 'w']];
        $command = [PHP_BINARY, '-d', 'display_errors=stderr', '-d', 'log_errors=0', dirname(__DIR__) . '/host.php', __DIR__ . "/services/$service.php"];
        $this->process = proc_open($command, $pipes, $opened, null, $environment + getenv());
    }

    public function accept(): self
    {
        $this->worker = stream_socket_accept($this->door, 10);
        stream_set_timeout($this->worker, 10);
        check($this->receive()[0] === 1, 'the first frame is HELLO');
        $this->send(1, 0, 0, 0, '{"version":1}');
        return $this;
    }

    public function send(int $type, int $flags, int $stream, int $arg = 0, string $payload = ''): void
    {
        $this->bytes(self::frame($type, $flags, $stream, $arg, $payload));
    }

    public static function frame(int $type, int $flags, int $stream, int $arg, string $payload): string
    {
        return "\xB1" . chr($type) . chr($flags) . "\0" . pack('N3', $stream, strlen($payload), $arg) . $payload;
    }

    public function bytes(string $bytes): void
    {
        while ($bytes !== '') {
            $bytes = substr($bytes, fwrite($this->worker, $bytes));
        }
    }

    /** @return array{int, int, int, int, string} type, flags, stream, arg, payload */
    public function receive(): array
    {
        do {
            $head = unpack('Cmagic/Ctype/Cflags/Ccodec/Nstream/Nlength/Narg', $this->read(16));
            check($head['magic'] === 0xB1, 'every frame begins with the magic byte');
            $payload = $this->read($head['length']);
        } while ($head['type'] === Frame::EVENT);
        return [$head['type'], $head['flags'], $head['stream'], $head['arg'], $payload];
    }

    /** Asks for a path and gives back the stream's id; the body is sent with the request. */
    public function ask(string $path, string $body = '', bool $end = true, array $head = []): int
    {
        [$path, $query] = explode('?', $path) + [1 => ''];
        $head = json_encode($head + ['id' => 'r1', 'method' => 'GET', 'path' => $path, 'query' => $query, 'target' => 'handle',
            'headers' => (object) [], 'params' => (object) [], 'handler' => 'tested', 'client' => 'local', 'door' => 'http']);
        $this->send(2, $end ? 1 : 0, $this->stream += 2, strlen($head), $head . $body);
        return $this->stream;
    }

    /** @return array{int, array, string} status, headers, body */
    public function answer(int $stream): array
    {
        [$type, $flags, $id, $arg, $payload] = $this->receive();
        check($type === 3 && $id === $stream, 'the answer belongs to the request');
        $head = json_decode(substr($payload, 0, $arg), true);
        $body = substr($payload, $arg);
        while (!($flags & 1)) {
            [$type, $flags, $id, , $piece] = $this->receive();
            check($type === 4 && $id === $stream && strlen($piece) <= 65536, 'a body follows in DATA of at most 64 KiB');
            $body .= $piece;
        }
        return [$head['status'], $head['headers'], $body];
    }

    public function get(string $path, string $body = '', array $head = []): array
    {
        return $this->answer($this->ask($path, $body, true, $head));
    }

    /** Waits for the worker's end and gives back its exit code. */
    public function exitCode(): int
    {
        for ($deadline = microtime(true) + 10; microtime(true) < $deadline; usleep(5000)) {
            $status = proc_get_status($this->process);
            if (!$status['running']) {
                return $status['exitcode'];
            }
        }
        return -1;
    }

    public function errors(): string
    {
        return file_get_contents("$this->folder/err");
    }

    public function close(): void
    {
        proc_terminate($this->process, 9);
        proc_close($this->process);
        array_map('unlink', glob("$this->folder/*"));
        rmdir($this->folder);
    }

    private function read(int $length): string
    {
        $bytes = '';
        while (strlen($bytes) < $length) {
            $more = fread($this->worker, $length - strlen($bytes));
            if ($more === '' || $more === false) {
                throw new \RuntimeException('the worker ended, or was silent for 10 s: ' . $this->errors());
            }
            $bytes .= $more;
        }
        return $bytes;
    }
}
