<?php

declare(strict_types=1);

namespace BigHammer\Tests;

use BigHammer\Disconnected;
use BigHammer\Frame;

const JSON = ['content-type' => 'application/json; charset=utf-8'];
const TEXT = ['content-type' => 'text/plain; charset=utf-8'];

/** A frame, torn into bytes, through the SDK's codec and back; null when it is refused. */
function readAndWritten(string $hex, array $vector): ?string
{
    $buffer = '';
    try {
        foreach (str_split(hex2bin($hex)) as $byte) {
            $buffer .= $byte;
            $frame = Frame::takeFrom($buffer);
        }
    } catch (Disconnected $refusal) {
        return null;
    }
    check(isset($frame) && $buffer === '', "the whole of '{$vector['name']}' is read");
    return bin2hex(Frame::pack($frame->type, $frame->flags, $frame->stream, $frame->arg, $frame->payload));
}

return [
    'frames are those of the vectors' => ['values', function (Gateway $g): void {
        $vectors = json_decode(file_get_contents(dirname(__DIR__, 4) . '/tests/conformance/vectors.json'), true);
        foreach ($vectors['frames'] as $vector) {
            same($vector['bytes'], readAndWritten($vector['bytes'], $vector));
        }
        foreach ($vectors['malformed'] as $vector) {
            same(null, readAndWritten($vector['bytes'], $vector));
        }
    }],
    'an open stream is sent to its end' => ['values', function (Gateway $g): void {
        same([200, [], 'from a stream'], $g->accept()->get('/resource'));
    }],
    'a warning of PHP goes to the log with the request' => ['values', function (Gateway $g): void {
        same([200, JSON, '{"status":200,"message":"OK","data":null}'], $g->accept()->get('/noise'));
        check(strpos($g->errors(), '[r1] Warning: Undefined variable') !== false, 'it is on stderr: ' . $g->errors());
    }],
    'a request reads as an object, too, and cannot be changed' => ['values', function (Gateway $g): void {
        same([200, TEXT, '/object 5 none'], $g->accept()->get('/object?id=5'));
    }],
    'a route can name another public method, and no other' => ['values', function (Gateway $g): void {
        same([200, TEXT, 'other me'], $g->accept()->get('/', '', ['target' => 'other', 'headers' => ['x-who' => 'me']]));
        foreach (['OTHER', '_hidden', 'secret', 'missing', '__construct', ''] as $target) {
            same(404, $g->get('/', '', ['target' => $target])[0]);
        }
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
