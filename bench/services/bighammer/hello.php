<?php

class Hello
{
    public function handle($request)
    {
        return ['status' => 200, 'data' => ['service' => 'hello', 'text' => 'A small answer, about a hundred bytes']];
    }

    public function bytes($request)
    {
        return [
            'status' => 200,
            'headers' => ['Content-Type' => 'application/octet-stream'],
            'body' => str_repeat('x', (int) $request['params']['count']),
        ];
    }

    public function upload($request)
    {
        return ['status' => 200, 'data' => ['bytes' => strlen($request['body'])]];
    }

    public function echo($request)
    {
        return $request['event'] === 'message' ? $request['body'] : null;
    }
}
