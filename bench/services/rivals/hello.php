<?php

$answer = json_encode([
    'status' => 200,
    'message' => 'OK',
    'data' => ['service' => 'hello', 'text' => 'A small answer, about a hundred bytes'],
]);
header('Content-Type: application/json');
header('Content-Length: ' . strlen($answer));
echo $answer;
