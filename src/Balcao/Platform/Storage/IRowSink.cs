namespace Balcao.Platform.Storage;

/// <summary>
/// Receives the rows that a decision makes. Use cases pass the context, whose change tracker writes them; lanes pass the rows of
/// their batch, which are written in bulk. Code that adds rows here can be used by both.
/// </summary>
public interface IRowSink
{
    /// <param name="row">A new row of one of the model's tables.</param>
    void Add(object row);
}
