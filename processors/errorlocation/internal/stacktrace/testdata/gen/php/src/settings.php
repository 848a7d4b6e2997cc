<?php

return (new DateTime('not a date'))->format('c'); // want(include) require
