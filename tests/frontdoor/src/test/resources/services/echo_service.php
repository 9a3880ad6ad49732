<?php

/** Says which request it answers, which version it is, and writes down each that it begins. */
class EchoService
{
    public function handle($request)
    {
        $id = $request['query']['id'] ?? '';
        if ($request['method'] === 'POST') {
            file_put_contents(__DIR__ . '/journal.txt', "$id\n", FILE_APPEND | LOCK_EX);
            usleep(20000);
        }
        return ['version' => 1, 'id' => $id, 'request' => $request['id']];
    }
}
