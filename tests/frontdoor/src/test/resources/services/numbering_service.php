<?php

/** Answers each message with its number on this connection, as the store counts it, and with what it said. */
class NumberingService
{
    public function handle($request)
    {
        if ($request['event'] !== 'message') {
            return null;
        }
        $counted = $request->call('store', '/', ['handler' => 'store.increment', 'json' => ['key' => $request['connection']]]);
        return "{$counted->json()['data']} {$request['body']}";
    }
}
