<?php

/** Asks the second service, which asks the third, and says what came of it. */
class FirstService
{
    public function handle($request)
    {
        $answer = $request->call('second', '/from/php')->json()['data'];
        return ['path' => array_merge(['php'], $answer['path']), 'ids' => array_merge([$request['id']], $answer['ids'])];
    }

    public function circle($request)
    {
        return $request->call('first', '/', ['handler' => 'first.circle'])->json();
    }
}
