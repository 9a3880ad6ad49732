<?php

return fn ($request) => 'from a function';
