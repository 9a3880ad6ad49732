<?php

/** Takes its time for every answer. */
class SlowService
{
    public function handle($request)
    {
        usleep(50000);
        return ['status' => 200, 'data' => 'at last'];
    }
}
