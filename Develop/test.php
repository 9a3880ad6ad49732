<?php

namespace Develop;

/** The service of bussiness_main_path: it answers what no other service has a handler for. */
class Test
{
    public function handle($request)
    {
        return [
            'status' => 200,
            'data' => [
                'handler' => $request['handler'],
                'method' => $request['method'],
                'path' => $request['path'],
            ],
        ];
    }
}
