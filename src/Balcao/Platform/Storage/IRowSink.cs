namespace Balcao.Platform.Storage;

/// <summary>
/// Takes the rows that a decision makes. Use cases give the context, whose tracker writes them; lanes give the rows of
/// their batch, which are written in bulk. What makes rows over it can be used by both.
/// </summary>
public interface IRowSink
{
    /// <param name="row">A new row of one of the model's tables.</param>
    void Add(object row);
}
