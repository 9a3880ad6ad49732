<?php

declare(strict_types=1);

namespace BigHammer;

/** Tells the gateway which files of the project this worker runs, so that a change of one of them is noticed. */
final class LoadedFiles
{
    private Connection $connection;
    private string $home;
    private int $told = 0;

    public function __construct(Connection $connection)
    {
        $this->connection = $connection;
        $this->home = rtrim((string) getcwd(), '/') . '/';
    }

    /** Names those that were loaded since the last time. */
    public function tell(): void
    {
        $all = get_included_files();
        if (count($all) === $this->told) {
            return;
        }
        $ours = array_filter(array_slice($all, $this->told), fn (string $file): bool => strpos($file, $this->home) === 0);
        $this->told = count($all);
        if ($ours !== []) {
            $head = json_encode(['files' => array_values($ours)], JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_IGNORE);
            $this->connection->write(Frame::EVENT, Frame::ONEWAY | Frame::OPTIONAL, 0, 0, $head);
        }
    }
}
