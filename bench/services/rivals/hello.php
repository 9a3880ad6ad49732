<?php

const BYTES = '/api/bytes/';

$uri = $_SERVER['REQUEST_URI'];
if (str_starts_with($uri, BYTES)) {
    $type = 'application/octet-stream';
    $answer = str_repeat('x', (int) substr($uri, strlen(BYTES)));
} else {
    $type = 'application/json';
    $data = $_SERVER['REQUEST_METHOD'] === 'POST'
        ? ['bytes' => strlen(file_get_contents('php://input'))]
        : ['service' => 'hello', 'text' => 'A small answer, about a hundred bytes'];
    $answer = json_encode(['status' => 200, 'message' => 'OK', 'data' => $data]);
}
header("Content-Type: $type");
header('Content-Length: ' . strlen($answer));
echo $answer;
