<?php

return function ($request) {
    $name = $request['params']['名'];
    echo "有人来了：$name\n";
    return ['status' => 200, 'data' => [
        '问候' => getenv('问候语') . "，$name",
        'path' => $request['path'],
        '问' => $request['query']['问'],
    ]];
};
