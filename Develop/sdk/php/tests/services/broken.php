<?php
class Broken { public function handle( }
