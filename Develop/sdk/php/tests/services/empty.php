<?php
$nothing = true;
