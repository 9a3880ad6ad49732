<?php

declare(strict_types=1);

namespace BigHammer;

/** A service, loaded from its file: the object or function that answers requests. */
final class ServiceFile
{
    /** @var array<string, \Closure|null> by the name that a route uses */
    private array $targets = [];
    /** @var object */
    private $service;

    private function __construct(object $service)
    {
        $this->service = $service;
    }

    /** @throws NoService */
    public static function load(string $path): self
    {
        if (!is_file($path)) {
            throw new NoService("$path: there is no such file");
        }
        $returned = self::run($path);
        if (!is_object($returned) && is_callable($returned)) {
            $returned = \Closure::fromCallable($returned);
        }
        if (is_object($returned)) {
            if (!is_callable($returned) && !is_callable([$returned, 'handle'])) {
                throw new NoService("$path: the object that it returns has no public method handle(\$request)");
            }
            return new self($returned);
        }
        $class = self::classOf($path);
        $constructor = $class->getConstructor();
        if ($constructor !== null && (!$constructor->isPublic() || $constructor->getNumberOfRequiredParameters() > 0)) {
            throw new NoService("$path: the constructor of {$class->getName()} is not public or wants arguments;"
                . " return an object from the file instead: return new {$class->getShortName()}(...);");
        }
        return new self($class->newInstance());
    }

    /** What answers when a route names this method; null when there is none. */
    public function target(string $name): ?\Closure
    {
        if (!array_key_exists($name, $this->targets)) {
            $this->targets[$name] = $this->find($name);
        }
        return $this->targets[$name];
    }

    /** @return string[] the names that {@see target} knows */
    public function names(): array
    {
        $own = array_filter(get_class_methods($this->service), fn (string $name): bool => $this->target($name) !== null);
        return $own === [] && $this->target('handle') !== null ? ['handle'] : array_values($own);
    }

    private function find(string $name): ?\Closure
    {
        if ($name === 'handle' && is_callable([$this->service, 'handle'])) {
            return \Closure::fromCallable([$this->service, 'handle']);
        }
        if ($name === 'handle' || $this->service instanceof \Closure) {
            return $name === 'handle' && is_callable($this->service) ? \Closure::fromCallable($this->service) : null;
        }
        if ($name === '' || $name[0] === '_' || !method_exists($this->service, $name)) {
            return null;
        }
        $method = new \ReflectionMethod($this->service, $name);
        // PHP finds methods whatever their case, and parents may have helpers: neither is meant to be on the network.
        $offered = $method->isPublic() && $method->getName() === $name
            && $method->getDeclaringClass()->getName() === get_class($this->service);
        return $offered ? \Closure::fromCallable([$this->service, $name]) : null;
    }

    /** @return mixed what the file returns; run in a scope of its own */
    private static function run(string $path)
    {
        return (static function () use ($path) {
            return require $path;
        })();
    }

    private static function classOf(string $path): \ReflectionClass
    {
        $declared = array_filter(
            array_map(static fn (string $name) => new \ReflectionClass($name), get_declared_classes()),
            static fn (\ReflectionClass $class) => $class->getFileName() === realpath($path)
                && !$class->isAbstract() && !$class->isAnonymous()
        );
        $handling = array_filter($declared, static fn (\ReflectionClass $class) => $class->hasMethod('handle')
            && $class->getMethod('handle')->isPublic());
        if (count($handling) === 1) {
            return reset($handling);
        }
        $wanted = self::plain(pathinfo($path, PATHINFO_FILENAME));
        foreach ($declared as $class) {
            if (self::plain($class->getShortName()) === $wanted) {
                return $class;
            }
        }
        throw new NoService(self::complaint($path, $handling, $declared));
    }

    private static function plain(string $name): string
    {
        return strtolower(str_replace(['_', '-', '.'], '', $name));
    }

    /**
     * @param \ReflectionClass[] $handling
     * @param \ReflectionClass[] $declared
     */
    private static function complaint(string $path, array $handling, array $declared): string
    {
        $names = static fn (array $classes) => implode(', ', array_map(
            static fn (\ReflectionClass $class) => $class->getName(),
            $classes
        ));
        if ($handling !== []) {
            return "$path: which class is the service? These have a public method handle: " . $names($handling)
                . '. Keep one, name one after the file, or return an object';
        }
        return "$path: there is no service in it. Write one class with a public function handle(\$request), or return a"
            . ' function' . ($declared === [] ? '' : '; without such a method: ' . $names($declared));
    }
}
