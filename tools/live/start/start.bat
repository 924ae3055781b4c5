@echo off
rem Opens the course in the browser of this computer, from the folder of this file: no installation,
rem no rights and no network are needed. Close the window to end it.
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0start\serve.ps1"
pause
