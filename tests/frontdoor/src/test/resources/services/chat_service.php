<?php

/** Tells what it is asked, by whom, and tells all in the room when the path is /tell. */
class ChatService
{
    public function handle($request)
    {
        switch ($request['event']) {
            case 'open':
                return $this->open($request);
            case 'close':
                echo "left with {$request['code']} {$request['body']}\n";
                return null;
            case 'message':
                return $this->message($request);
            default:
                $told = $request->call('websocket', '/', ['handler' => 'websocket.send', 'json' => $request['json']]);
                return ['status' => $told->status, 'data' => $told->json()['data'], 'message' => $told->json()['message']];
        }
    }

    private function open($request)
    {
        if (($request['query']['name'] ?? '') === 'nobody') {
            return ['status' => 403, 'message' => 'not you'];
        }
        $request->call('websocket', '/', ['handler' => 'websocket.join', 'json' => ['connection' => $request['connection'], 'group' => 'room']]);
        $request->call('websocket', '/', ['handler' => 'websocket.send', 'json' => ['connection' => $request['connection'], 'text' => 'welcome']]);
        return ['status' => 200, 'headers' => ['Sec-WebSocket-Protocol' => 'room'], 'body' => 'not sent'];
    }

    private function message($request)
    {
        switch ($request['body']) {
            case 'who':
                return "{$request['query']['name']} {$request['params']['room']} {$request['method']}";
            case 'fail':
                throw new RuntimeException('as asked');
            case 'close':
                $request->call('websocket', '/', ['handler' => 'websocket.close', 'json' => ['connection' => $request['connection'], 'code' => 4002, 'reason' => 'bye']]);
                return null;
            default:
                return ['status' => 200, 'data' => ['heard' => $request['body'], 'binary' => $request['binary']]];
        }
    }
}
