<?php

/** Counts the bytes of a body while they come, and makes bodies of any length while they go. */
class CountService
{
    public function handle($request)
    {
        $bytes = 0;
        $hash = hash_init('crc32b');
        foreach ($request->stream() as $piece) {
            $bytes += strlen($piece);
            hash_update($hash, $piece);
        }
        return ['status' => 200, 'data' => ['bytes' => $bytes, 'crc32' => hash_final($hash)]];
    }

    public function stream($request)
    {
        $bytes = (int) $request['query']['bytes'];
        $block = implode('', array_map('chr', range(1, 251)));
        $block = str_repeat($block, 256);
        return [
            'status' => 200,
            'headers' => ['Content-Type' => 'application/octet-stream'],
            'body' => (function () use ($bytes, $block) {
                for ($left = $bytes; $left > 0; $left -= strlen($block)) {
                    yield $left < strlen($block) ? substr($block, 0, $left) : $block;
                }
            })(),
        ];
    }
}
