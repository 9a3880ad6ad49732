<?php

namespace Tests;

final class Values
{
    public function handle($request)
    {
        switch ($request['path']) {
            case '/string':
                return 'plain';
            case '/noise':
                return ['status' => 200, 'data' => $undefined];
            case '/object':
                try {
                    $request['path'] = '/changed';
                } catch (\LogicException $refused) {
                    return "{$request->path} {$request->query['id']} " . ($request->json ?? 'none');
                }
                // no break: what could be changed is not found
            case '/count':
                $bytes = 0;
                foreach ($request->stream() as $piece) {
                    $bytes += strlen($piece);
                }
                return ['bytes' => $bytes, 'peak' => memory_get_peak_usage(true)];
            case '/resource':
                $file = fopen('php://temp', 'w+');
                fwrite($file, 'from a stream');
                rewind($file);
                return ['status' => 200, 'headers' => [], 'body' => $file];
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
