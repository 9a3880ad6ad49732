module bighammer

go 1.19
