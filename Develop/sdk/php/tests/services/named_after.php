<?php

namespace Tests;

final class Another
{
    public function handle($request)
    {
        return 'another';
    }
}

final class NamedAfter
{
    public function handle($request)
    {
        return 'named after the file';
    }
}
