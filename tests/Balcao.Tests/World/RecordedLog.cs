using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Balcao.Tests.World;

public sealed record LogLine(LogLevel Level, string Category, string Text, Exception? Exception, EventId Event);

/// <summary>
/// Records what the server logs. Errors are also printed, to explain a failed test; EF's errors are not, because its
/// exceptions have them.
/// </summary>
public sealed class RecordedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyCollection<LogLine> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Writer(categoryName, _lines);

    public void Dispose()
    {
    }

    private sealed class Writer(string category, ConcurrentQueue<LogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var line = new LogLine(logLevel, category, formatter(state, exception), exception, eventId);
            lines.Enqueue(line);
            if (logLevel >= LogLevel.Error && !category.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)) Console.Error.WriteLine($"{category}: {line.Text}\n{exception}");
        }
    }
}
