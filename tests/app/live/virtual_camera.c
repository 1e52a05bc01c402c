/*
 * Stands in for v4l2loopback where the kernel has none. A program that is started with this in LD_PRELOAD
 * finds below the folder STAND_IN what it looks for under /dev/video*, /sys/class/video4linux/ and
 * /sys/module/v4l2loopback/. A device is a file there: what is written is appended, a picture each time,
 * and `ioctl` answers as the driver does for an output. Everything else is left alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <linux/videodev2.h>

static const char *const PLACES[] = {
  "/dev/video", "/sys/class/video4linux/", "/sys/module/v4l2loopback/",
};

/* The device, once it is open, where it lies, and the size of its pictures. */
static int device = -1;
static char device_path[4096];
static unsigned picture_size;

static int real_open(const char *path, int flags, mode_t mode) {
  int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, "open64");
  return real(path, flags, mode);
}

static int open_here(const char *path, int flags, mode_t mode) {
  const char *folder = getenv("STAND_IN");
  for (int i = 0; folder && i < 3; i++) {
    if (strncmp(path, PLACES[i], strlen(PLACES[i]))) continue;
    char there[4096];
    snprintf(there, sizeof there, "%s%s", folder, path);
    if (i > 0) return real_open(there, flags, mode);
    /* Root may write to what nobody may write to, but to no device here. */
    struct stat status;
    if (stat(there, &status) == 0 && !(status.st_mode & S_IWUSR)) return errno = EACCES, -1;
    strcpy(device_path, there);
    return device = real_open(there, flags | O_APPEND, mode);
  }
  return real_open(path, flags, mode);
}

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    va_list rest; \
    va_start(rest, flags); \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0; \
    va_end(rest); \
    return open_here(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

/* What a compiler that checks arguments (_FORTIFY_SOURCE) makes of them. */
int __open_2(const char *path, int flags) { return open_here(path, flags, 0); }
int __open64_2(const char *path, int flags) { return open_here(path, flags, 0); }

/* Writes down what was asked for: "160x120 YU12 28800". */
static int set_format(struct v4l2_pix_format *pix) {
  char path[4200];
  snprintf(path, sizeof path, "%s.busy", device_path);
  if (access(path, F_OK) == 0) return errno = EBUSY, -1;
  pix->bytesperline = pix->width;
  picture_size = pix->sizeimage = pix->width * pix->height * 3 / 2;
  snprintf(path, sizeof path, "%s.format", device_path);
  FILE *file = fopen(path, "w");
  if (!file) return -1;
  fprintf(file, "%ux%u %.4s %u\n", pix->width, pix->height, (char *) &pix->pixelformat, picture_size);
  return fclose(file);
}

int ioctl(int fd, unsigned long request, ...) {
  va_list rest;
  va_start(rest, request);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  if (fd < 0 || fd != device) {
    int (*real)(int, unsigned long, ...) = dlsym(RTLD_NEXT, "ioctl");
    return real(fd, request, argument);
  }
  struct v4l2_format *format = argument;
  int is_format = request == VIDIOC_G_FMT || request == VIDIOC_S_FMT;
  if (!is_format) return errno = ENOTTY, -1;
  if (format->type != V4L2_BUF_TYPE_VIDEO_OUTPUT) return errno = EINVAL, -1;
  return request == VIDIOC_G_FMT ? 0 : set_format(&format->fmt.pix);
}

ssize_t write(int fd, const void *bytes, size_t count) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "write");
  /* Each time one picture: the driver would show a part of one as a whole. */
  if (fd >= 0 && fd == device && count != picture_size) return errno = EINVAL, -1;
  return real(fd, bytes, count);
}
