<?php

declare(strict_types=1);

namespace BigHammer\Tests;

use BigHammer\Refused;

/** Does what tests/conformance/README.md says, for the cases that are the same in every language. */
final class Conformance
{
    public function handle($request)
    {
        switch ($request['path']) {
            case '/envelope':
                return ['status' => 201, 'data' => ['text' => '你好/“x”<&>']];
            case '/message':
                return ['status' => 200, 'message' => 'fine'];
            case '/raw':
                return ['status' => 418, 'headers' => ['X-Kind' => ['a', 'b'], 'Content-Type' => 'text/html'], 'body' => '<p>'];
            case '/binary':
                return ['status' => 200, 'headers' => ['Content-Type' => 'application/octet-stream'], 'body' => "\x00\xff\x80\xc3\x28\n"];
            case '/string':
                return 'plain';
            case '/null':
                return null;
            case '/list':
                return [1, 2.5, 'three'];
            case '/extra':
                return ['status' => 200, 'other' => 1];
            case '/number':
                return 42;
            case '/no-content':
                return ['status' => 204, 'headers' => ['X-Kind' => 'empty'], 'body' => 'dropped'];
            case '/echo':
                return ['status' => 200, 'data' => $request];
            case '/throw':
                throw new \DomainException('told to the log only');
            case '/unencodable':
                return ['status' => 200, 'data' => "\xff"];
            case '/status':
                return ['status' => 42];
            case '/print':
                echo "a stray line\nand another\n";
                fwrite(STDERR, "a complaint\n");
                return 'printed';
            case '/large':
                return str_repeat('0123456789', 30000);
            case '/ignore':
                return 'not read';
            case '/load':
                return require __DIR__ . '/loaded_late.php';
            case '/call':
                return $this->callAnother($request);
            case '/event':
                return ['status' => 200, 'data' => ['event' => $request['event'], 'connection' => $request['connection'],
                    'code' => $request['code'], 'binary' => $request['binary'], 'body' => $request['body']]];
            default:
                return $this->stream($request);
        }
    }

    public function other($request)
    {
        return 'other ' . $request->header('X-Who', 'nobody');
    }

    public function _hidden()
    {
        return 'never';
    }

    private function stream($request)
    {
        switch ($request['path']) {
            case '/count':
                $bytes = 0;
                foreach ($request->stream() as $piece) {
                    $bytes += strlen($piece);
                }
                return ['bytes' => $bytes];
            case '/stream':
                return $request->stream();
            case '/generate':
                return $this->generate((int) $request['query']['pieces'], (int) $request['query']['size']);
            case '/endless':
                return $this->endless();
            case '/break':
                return $this->break();
            default:
                return ['status' => 404];
        }
    }

    private function generate(int $pieces, int $size): \Generator
    {
        for ($i = 0; $i < $pieces; $i++) {
            yield str_repeat('x', $size);
        }
    }

    private function endless(): \Generator
    {
        try {
            while (true) {
                yield str_repeat('x', 1000);
            }
        } finally {
            echo "released\n";
        }
    }

    private function break(): \Generator
    {
        yield 'begun';
        throw new \DomainException('in the middle');
    }

    private function callAnother($request)
    {
        try {
            $answer = $request->call($request['query']['service'], '/there', [
                'method' => $request['method'],
                'query' => 'q=1',
                'headers' => array_intersect_key($request['headers'], ['x-a' => 1]),
                'body' => $request['body'],
            ]);
        } catch (Refused $refusal) {
            return ['status' => 503, 'message' => 'refused: ' . $refusal->getMessage()];
        }
        return ['status' => 200, 'data' => [
            'status' => $answer->status,
            'kind' => $answer->header('X-Kind'),
            'body' => strlen($answer->body) > 1000 ? null : $answer->body,
            'length' => strlen($answer->body),
        ]];
    }
}
