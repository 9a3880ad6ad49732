module hello

go 1.19

require bighammer v0.0.0

replace bighammer => ../sdk/go
