<?php

namespace Tests;

final class Values
{
    public function handle($request)
    {
        switch ($request['path']) {
            case '/envelope':
                return ['status' => 201, 'data' => ['text' => '你好/“x”']];
            case '/message':
                return ['status' => 200, 'message' => 'fine'];
            case '/raw':
                return ['status' => 418, 'headers' => ['X-Kind' => ['a', 'b'], 'Content-Type' => 'text/html'], 'body' => '<p>'];
            case '/string':
                return 'plain';
            case '/null':
                return null;
            case '/list':
                return [1, 2.0, 'three'];
            case '/extra':
                return ['status' => 200, 'other' => 1];
            case '/throw':
                throw new \DomainException('told to the log only');
            case '/unencodable':
                return ['status' => 200, 'data' => "\xff"];
            case '/status':
                return ['status' => 42];
            case '/noise':
                echo "a stray echo\n";
                return ['status' => 200, 'data' => $undefined];
            case '/count':
                $bytes = 0;
                foreach ($request->stream() as $piece) {
                    $bytes += strlen($piece);
                }
                return ['bytes' => $bytes, 'peak' => memory_get_peak_usage(true)];
            case '/generate':
                return (function () use ($request) {
                    for ($i = 0; $i < (int) $request->query['pieces']; $i++) {
                        yield str_repeat('x', 100000);
                    }
                })();
            case '/break':
                return (function () {
                    yield 'begun';
                    throw new \DomainException('in the middle');
                })();
            case '/resource':
                $file = fopen('php://temp', 'w+');
                fwrite($file, 'from a stream');
                rewind($file);
                return ['status' => 200, 'headers' => [], 'body' => $file];
            case '/large':
                return str_repeat('0123456789', 30000);
            case '/echo':
                return ['status' => 200, 'data' => $request];
            case '/ignore':
                return 'not read';
            default:
                return ['status' => 404];
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

    private function secret()
    {
        return 'never';
    }
}
