"""Finds the service in its file."""

import importlib.util
import inspect
import os
import sys

from .errors import NoService

#: Names of a module's global that is an ASGI application.
_APPLICATIONS = ("app", "application")


class Service:
    """A service: an object with methods, a function, or an ASGI application."""

    def __init__(self, service=None, function=None, application=None):
        self._service = service
        self.application = application
        self._targets = {}
        if function is not None:
            self._targets["handle"] = function
        elif service is not None:
            self._targets["handle"] = service.handle

    @property
    def is_async(self):
        handle = self._targets.get("handle")
        return self.application is not None or _is_async(handle) or _is_async(getattr(handle, "__call__", None))

    def target(self, name):
        """What answers when a route names this method; None when there is none."""
        if name not in self._targets:
            self._targets[name] = self._find(name)
        return self._targets[name]

    def names(self):
        """What a route can name."""
        others = () if self._service is None else (name for name in vars(type(self._service)) if self.target(name))
        return ["handle", *(name for name in others if name != "handle")]

    def _find(self, name):
        # Parents may have helpers, and _names are hidden: neither is meant to be on the network.
        if self._service is None or name.startswith("_") or name not in vars(type(self._service)):
            return None
        method = getattr(self._service, name)
        return method if callable(method) and not inspect.isclass(method) else None


def _is_async(function):
    return inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)


def load(path):
    """Runs the file and gives back its service. Raises NoService, or what the file raises."""
    if not os.path.isfile(path):
        raise NoService(f"{path}: there is no such file")
    path = os.path.abspath(path)
    # As for a program of its own: what lies beside the file can be imported, ahead of everything else.
    sys.path.insert(0, os.path.dirname(path))
    name = os.path.splitext(os.path.basename(path))[0]
    if name in sys.modules or not name.isidentifier():
        name = "service_" + "".join(c if c.isalnum() else "_" for c in name)
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return find(module, path)


def find(module, path):
    function = getattr(module, "handle", None)
    if callable(function) and not inspect.isclass(function):
        return Service(function=function)
    made = getattr(module, "service", None)
    if made is not None and not inspect.isclass(made) and callable(getattr(made, "handle", None)):
        return Service(service=made)
    declared = [each for each in vars(module).values() if inspect.isclass(each) and each.__module__ == module.__name__]
    handling = [each for each in declared if callable(getattr(each, "handle", None)) and not inspect.isabstract(each)]
    if not handling:
        for name in _APPLICATIONS:
            application = getattr(module, name, None)
            if callable(application) and not inspect.isclass(application):
                return Service(application=application)
    return Service(service=_instance(_choose(handling, declared, path), path))


def _choose(handling, declared, path):
    if len(handling) == 1:
        return handling[0]
    wanted = _plain(os.path.splitext(os.path.basename(path))[0])
    named = [each for each in handling if _plain(each.__name__) == wanted]
    if named:
        return named[0]
    if handling:
        names = ", ".join(each.__name__ for each in handling)
        raise NoService(
            f"{path}: which class is the service? These have a method handle: {names}. Keep one, name one after the file,"
            " or write service = ... with the object that answers"
        )
    without = ", ".join(each.__name__ for each in declared)
    raise NoService(
        f"{path}: there is no service in it. Write one class with a method handle(self, request), a function"
        " handle(request), or app = ... with an ASGI application"
        + (f"; without such a method: {without}" if without else "")
    )


def _instance(service_class, path):
    needed = [
        each.name
        for each in inspect.signature(service_class).parameters.values()
        if each.default is each.empty and each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)
    ]
    if needed:
        raise NoService(
            f"{path}: the constructor of {service_class.__name__} wants {', '.join(needed)}; make the object in the file"
            f" instead: service = {service_class.__name__}(...)"
        )
    return service_class()


def _plain(name):
    return name.replace("_", "").replace("-", "").replace(".", "").lower()
