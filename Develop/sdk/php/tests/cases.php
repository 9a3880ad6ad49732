<?php

declare(strict_types=1);

namespace BigHammer\Tests;

const JSON = ['content-type' => 'application/json; charset=utf-8'];
const TEXT = ['content-type' => 'text/plain; charset=utf-8'];
const FAILED = '{"status":500,"message":"Internal Server Error","data":null}';

return [
    'the worker says who it is' => ['values', function (Gateway $g): void {
        $hello = $g->accept()->hello;
        same(['tested', 2, 7, $g->pid(), 'token', 1, 0], [$hello['service'], $hello['instance'], $hello['generation'],
            $hello['pid'], $hello['token'], $hello['max_streams'], $hello['window']]);
    }],
    'an envelope is sent as it is, with the reason phrase as message' => ['values', function (Gateway $g): void {
        same([201, JSON, '{"status":201,"message":"Created","data":{"text":"你好/“x”"}}'], $g->accept()->get('/envelope'));
        same([200, JSON, '{"status":200,"message":"fine","data":null}'], $g->get('/message'));
        same([404, JSON, '{"status":404,"message":"Not Found","data":null}'], $g->get('/nowhere'));
    }],
    'body and headers are raw HTTP' => ['values', function (Gateway $g): void {
        same([418, ['x-kind' => ['a', 'b'], 'content-type' => 'text/html'], '<p>'], $g->accept()->get('/raw'));
        same([200, [], 'from a stream'], $g->get('/resource'));
    }],
    'a string is text and null is 204' => ['values', function (Gateway $g): void {
        same([200, TEXT, 'plain'], $g->accept()->get('/string'));
        same([204, [], ''], $g->get('/null'));
    }],
    'anything else is data of a 200' => ['values', function (Gateway $g): void {
        same([200, JSON, '{"status":200,"message":"OK","data":[1,2.0,"three"]}'], $g->accept()->get('/list'));
        same([200, JSON, '{"status":200,"message":"OK","data":{"status":200,"other":1}}'], $g->get('/extra'));
    }],
    'a handler that fails is a 500 and a trace in the log' => ['values', function (Gateway $g): void {
        same([500, JSON, FAILED], $g->accept()->get('/throw'));
        check(strpos($g->errors(), 'request r1 GET /throw: DomainException: told to the log only') !== false, 'logged');
        same([500, JSON, FAILED], $g->get('/unencodable'));
        same([500, JSON, FAILED], $g->get('/status'));
        same([200, TEXT, 'plain'], $g->get('/string'));
    }],
    'what a service prints goes to the log' => ['values', function (Gateway $g): void {
        same([200, JSON, '{"status":200,"message":"OK","data":null}'], $g->accept()->get('/noise'));
        same("a stray echo\n", $g->output());
        check(strpos($g->errors(), 'Undefined variable') !== false, 'the warning is on stderr');
    }],
    'a request reads as an array and as an object' => ['values', function (Gateway $g): void {
        [, , $body] = $g->accept()->get('/echo?a=1&b=x+y&b=%E4%BD%A0', '{"k":[1]}', ['params' => ['id' => '5'],
            'headers' => ['host' => 'h']]);
        $data = json_decode($body, true)['data'];
        same(['a' => '1', 'b' => ['x y', '你']], $data['query']);
        same([['k' => [1]], '{"k":[1]}', ['id' => '5'], ['host' => 'h']],
            [$data['json'], $data['body'], $data['params'], $data['headers']]);
    }],
    'a route can name another public method, and no other' => ['values', function (Gateway $g): void {
        same([200, TEXT, 'other me'], $g->accept()->get('/', '', ['target' => 'other', 'headers' => ['x-who' => 'me']]));
        foreach (['OTHER', '_hidden', 'secret', 'missing', '__construct', ''] as $target) {
            same(404, $g->get('/', '', ['target' => $target])[0]);
        }
    }],
    'a torn frame is put together and glued ones are taken apart' => ['values', function (Gateway $g): void {
        $head = '{"id":"1","method":"GET","path":"/string","target":"handle"}';
        $frame = Gateway::frame(2, 1, 9, strlen($head), $head);
        $g->accept();
        foreach (str_split($frame, 7) as $piece) {
            $g->bytes($piece);
            usleep(1000);
        }
        same([200, TEXT, 'plain'], $g->answer(9));
        $g->bytes(str_replace("\x09", "\x0b", $frame) . Gateway::frame(8, 0, 0, 77, ''));
        same([200, TEXT, 'plain'], $g->answer(11));
        [$type, , , $arg, $payload] = $g->receive();
        same([9, 77], [$type, $arg]);
        check(json_decode($payload, true)['rss'] > 1000000, 'it says how much memory it takes');
    }],
    'a large body is counted in little memory' => ['values', function (Gateway $g): void {
        $stream = $g->accept()->ask('/count', 'first', false);
        $piece = str_repeat('y', 65536);
        for ($i = 0; $i < 1600; $i++) {
            $g->send(4, 0, $stream, 0, $piece);
        }
        $g->send(4, 1, $stream, 0, 'last');
        $data = json_decode($g->answer($stream)[2], true)['data'];
        same(1600 * 65536 + 9, $data['bytes']);
        check($data['peak'] < 8 << 20, 'its memory stays small');
    }],
    'a generator and a long string are sent in pieces' => ['values', function (Gateway $g): void {
        [$status, , $body] = $g->accept()->get('/generate?pieces=30');
        same([200, 3000000], [$status, strlen($body)]);
        same(str_repeat('0123456789', 30000), $g->get('/large')[2]);
        same('', $g->get('/generate?pieces=0')[2]);
    }],
    'a generator that fails in the middle breaks the answer off' => ['values', function (Gateway $g): void {
        $stream = $g->accept()->ask('/break');
        same(3, $g->receive()[0]);
        same('begun', $g->receive()[4]);
        same([6, 0, $stream, 2, ''], $g->receive());
        same([200, TEXT, 'plain'], $g->get('/string'));
    }],
    'a cancelled answer ends and the next request is answered' => ['values', function (Gateway $g): void {
        $stream = $g->accept()->ask('/generate?pieces=1000000');
        same(3, $g->receive()[0]);
        $g->send(6, 0, $stream, 4);
        do {
            $frame = $g->receive();
        } while ($frame[0] === 4);
        same([6, 0, $stream, 4, ''], $frame);
        same([200, TEXT, 'plain'], $g->get('/string'));
    }],
    'a cancelled upload ends and the next request is answered' => ['values', function (Gateway $g): void {
        $stream = $g->accept()->ask('/count', '', false);
        $g->send(4, 0, $stream, 0, 'some');
        $g->send(6, 0, $stream, 4);
        same([6, 0, $stream, 4, ''], $g->receive());
        same([200, TEXT, 'plain'], $g->get('/string'));
    }],
    'a body that the handler does not read is passed over' => ['values', function (Gateway $g): void {
        $stream = $g->accept()->ask('/ignore', 'x', false);
        same([200, TEXT, 'not read'], $g->answer($stream));
        $g->send(4, 0, $stream, 0, 'more');
        $g->send(8, 0, 0, 5);
        same(1, json_decode($g->receive()[4], true)['in_flight']);
        $g->send(4, 1, $stream, 0, 'last');
        same([200, TEXT, 'plain'], $g->get('/string'));
    }],
    'DRAIN is confirmed when the request is finished' => ['values', function (Gateway $g): void {
        $stream = $g->accept()->ask('/count', '', false);
        $g->send(10, 0, 0, 1000);
        $g->send(4, 1, $stream, 0, 'end');
        same(200, $g->answer($stream)[0]);
        same([10, 0, 0, $stream, ''], $g->receive());
        same(0, $g->exitCode());
    }],
    'an idle worker ends at once on DRAIN' => ['values', function (Gateway $g): void {
        $g->accept()->send(10, 0, 0, 1000);
        same(10, $g->receive()[0]);
        same(0, $g->exitCode());
    }],
    'SIGTERM lets the running request finish' => ['values', function (Gateway $g): void {
        if (!function_exists('pcntl_signal')) {
            echo "skipped, PHP has no pcntl: ";
            return;
        }
        $stream = $g->accept()->ask('/count', '', false);
        $g->send(8, 0, 0, 1);
        same(9, $g->receive()[0]);
        posix_kill($g->pid(), SIGTERM);
        $g->send(4, 1, $stream, 0, 'end');
        same(200, $g->answer($stream)[0]);
        // A request that is under way when the worker says DRAIN is not lost with it: the worker waits to be heard.
        $g->ask('/string');
        same([10, 0, 0, $stream, ''], $g->receive());
        $g->send(10, 0, 0);
        same(0, $g->exitCode());
    }],
    'the worker ends with the connection' => ['values', function (Gateway $g): void {
        fclose($g->accept()->worker);
        same(1, $g->exitCode());
    }],
    'what is no frame ends the connection' => ['values', function (Gateway $g): void {
        $g->accept()->bytes("GET / HTTP/1.1\r\n\r\n");
        same(1, $g->exitCode());
        check(strpos($g->errors(), 'not a frame of BHP/1') !== false, 'it says so');
    }],
    'a refused worker says why' => ['values', function (Gateway $g): void {
        $g->accept('the token is used up');
        same(1, $g->exitCode());
        check(strpos($g->errors(), 'refuses this worker: the token is used up') !== false, 'it passes the reason on');
    }],
    'the class named after the file is the service' => ['named_after', function (Gateway $g): void {
        same([200, TEXT, 'named after the file'], $g->accept()->get('/'));
    }],
    'a function that the file returns is the service' => ['returns_function', function (Gateway $g): void {
        same([200, TEXT, 'from a function'], $g->accept()->get('/'));
        same(404, $g->get('/', '', ['target' => 'bindTo'])[0]);
    }],
    'a file with two candidates is refused by their names' => ['two', function (Gateway $g): void {
        same(1, $g->exitCode());
        check(strpos($g->errors(), 'First, Second') !== false, 'it names them: ' . $g->errors());
    }],
    'a file without a service is refused' => ['empty', function (Gateway $g): void {
        same(1, $g->exitCode());
        check(strpos($g->errors(), 'Write one class with a public function handle') !== false, 'it says what to do');
    }],
    'a file with a syntax error is refused' => ['broken', function (Gateway $g): void {
        same(1, $g->exitCode());
        check(strpos($g->errors(), 'broken.php:2') !== false, 'it names file and line: ' . $g->errors());
    }],
    'a file that is not there is refused' => ['missing', function (Gateway $g): void {
        same(1, $g->exitCode());
        check(strpos($g->errors(), 'there is no such file') !== false, 'it says so');
    }],
];
