<?php

final class First
{
    public function handle($request)
    {
    }
}

final class Second
{
    public function handle($request)
    {
    }
}
