"""Servers that are started by root want to be told whom they should become: root, as everything else here."""

import getpass
import grp
import os


def is_root():
    return os.geteuid() == 0


def user():
    return getpass.getuser()


def group():
    return grp.getgrgid(os.getegid()).gr_name
