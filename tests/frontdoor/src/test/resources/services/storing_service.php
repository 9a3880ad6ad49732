<?php

/** Counts its visits in the store and leaves its name there. */
class StoringService
{
    public function handle($request): string
    {
        $visits = $this->ask($request, 'increment', ['key' => 'visits', 'expires' => '1d']);
        $last = $this->ask($request, 'get', ['key' => 'last']);
        $this->ask($request, 'set', ['key' => 'last', 'value' => ['name' => 'PHP']]);
        return $visits . ' from ' . ($last['name'] ?? 'nobody');
    }

    private function ask($request, string $what, array $asked)
    {
        return $request->call('store', '/', ['handler' => "store.$what", 'json' => $asked])->json()['data'];
    }
}
